// SPDX-License-Identifier: Apache-2.0
// Opens graphs with Netron's own reader, without a browser: one line of JSON for each file.
//     node netron_open.mjs NETRON_FOLDER GRAPH...
// NETRON_FOLDER: the scripts of the Python package `netron`, copied beside a package.json that says
// {"type": "module"}.
import * as fs from 'node:fs';
import * as path from 'node:path';
import * as url from 'node:url';

const [folder, ...graphs] = process.argv.slice(2);
const load = (name) => import(url.pathToFileURL(path.join(folder, `${name.replace('./', '')}.js`)));
const base = await load('base');
const view = await load('view');

// What the readers ask of the program around them.
class Host {
    environment() {
        return null;
    }

    require(name) {
        return load(name);
    }

    async asset(name) {
        return fs.readFileSync(path.join(folder, name), 'utf-8');
    }

    event() {
    }

    exception(error) {
        throw error;
    }
}

class File {
    constructor(host, name) {
        this.host = host;
        this.identifier = path.basename(name);
        this.stream = new base.BinaryStream(fs.readFileSync(name));
        this.entries = new Map();
        this.folder = path.dirname(name);
    }

    async request(name, encoding) {
        const content = fs.readFileSync(path.join(this.folder, name), encoding);
        return encoding ? content : new base.BinaryStream(content);
    }

    async require(name) {
        return this.host.require(name);
    }

    async asset(name) {
        return this.host.asset(name);
    }

    error(error) {
        throw error;
    }
}

const host = new Host();
for (const graph of graphs) {
    const model = await new view.ModelFactoryService(host).open(new File(host, graph));
    const [module] = model.modules;
    const tensors = new Set();
    for (const node of module.nodes) {
        for (const argument of node.inputs) {
            for (const value of argument.value || []) {
                if (value && value.initializer) tensors.add(value.name);
            }
        }
    }
    process.stdout.write(`${JSON.stringify({
        format: model.format, nodes: module.nodes.length, tensors: tensors.size,
        inputs: module.inputs.map((each) => each.name), outputs: module.outputs.map((each) => each.name),
        unknown: [...new Set(module.nodes.filter((node) => !node.type.category && !node.type.description).map((node) => node.type.name))]
    })}\n`);
}
