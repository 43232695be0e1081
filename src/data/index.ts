/** @module Series and windows. */
export { linspace } from "./linspace.ts";
