import "./tokens.css";
import "./base.css";
import { mount } from "svelte";
import App from "./App.svelte";
import { wearLast } from "./lib/settings.svelte";

wearLast();

const target = document.getElementById("app");
if (target) mount(App, { target });
