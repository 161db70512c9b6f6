{% load i18n %}// Shows what the clinic app sends, and opens the app on a tap. It keeps and reads nothing else.
self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : {};
  const title = said.title || "{% translate 'You have a task in your clinic app'|escapejs %}";
  event.waitUntil(self.registration.showNotification(title, { tag: said.tag }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow("{% url 'home_for_role' %}"));
});
