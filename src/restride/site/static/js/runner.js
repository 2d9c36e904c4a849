// The runner's pages: the page of today opens without a connection.
import { registerWorker } from "./offline.js";

registerWorker();
