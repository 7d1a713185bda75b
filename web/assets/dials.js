// Shows a slider beside each number. Without this the numbers do by themselves.
for (const slider of document.querySelectorAll("input[type=range]")) {
  const number = document.getElementById(slider.dataset.of);
  slider.hidden = false;
  slider.addEventListener("input", () => { number.value = slider.value; });
  number.addEventListener("input", () => { slider.value = number.value; });
}
