// Runs before the first paint, so that a theme chosen by hand never flashes the other one.
try {
  var theme = localStorage.getItem('failsight.theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch (refused) {
  // Storage is switched off: the theme follows the system.
}
