// What every page may use: each module looks for its own data attribute and does nothing without it.
import { startCountdowns } from "./countdown.js";
import { startDialogs } from "./dialog.js";
import { guardForms } from "./once.js";
import { startThemeChoice } from "./theme.js";
import { startToasts } from "./toast.js";

guardForms(document);
startCountdowns(document);
startDialogs(document);
startThemeChoice(document);
startToasts(document);
