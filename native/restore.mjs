// Brings the native libraries that package-lock.json pins: `npm ci`, at most one at a time, only when the lock file changed.
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(fileURLToPath(import.meta.url));
const stamp = join(root, "node_modules", ".restored");
const mutex = join(root, ".restore.lock");
const wanted = createHash("sha256").update(readFileSync(join(root, "package-lock.json"))).digest("hex");
const patienceMs = 10 * 60 * 1000;

const isRestored = () => existsSync(stamp) && readFileSync(stamp, "utf8") === wanted;
const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
const isAlive = (pid) => { try { process.kill(pid, 0); return true; } catch (e) { return e.code === "EPERM"; } };

async function enter() {
  for (const start = Date.now(); Date.now() - start < patienceMs; await pause()) {
    try {
      const file = openSync(mutex, "wx");
      writeSync(file, String(process.pid));
      closeSync(file);
      return;
    } catch (e) {
      if (e.code !== "EEXIST") throw e;
      // A build that was killed leaves its lock behind: its process is gone, so the lock is taken over.
      let holder = NaN;
      try { holder = Number.parseInt(readFileSync(mutex, "utf8"), 10); } catch { }
      if (Number.isInteger(holder) && !isAlive(holder)) rmSync(mutex, { force: true });
    }
  }
  throw new Error(`another restore has held ${mutex} for ten minutes; delete that file if none is running`);
}

await enter();
try {
  if (!isRestored()) {
    const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"],
      { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
    if (npm.error || npm.status !== 0) {
      console.error(`native : error BW0002: 'npm ci' in ${root} failed (${npm.error ? npm.error.message : "exit code " + npm.status}). `
        + "It needs npm on the PATH and a registry it can reach.");
      process.exitCode = 1;
    }
  }
  if (process.exitCode !== 1) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, wanted);
  }
} finally {
  rmSync(mutex, { force: true });
}
