import "../tokens.css";
import "../base.css";
import { mount } from "svelte";
import Player from "./Player.svelte";

const target = document.getElementById("app");
if (target) mount(Player, { target });
