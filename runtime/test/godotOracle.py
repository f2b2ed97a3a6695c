"""
An independent reader of Godot 4 scenes, for tests of the compiler: PyPI's godot_parser reads the text, and this file puts
instances together and multiplies transforms. It prints, as JSON by scene, the meshes, texts and lights with their place in the world
(twelve numbers: the rows of the basis, then the origin). Usage: godotOracle.py DIRECTORY
"""

import json
import math
import os
import re
import struct
import sys

from godot_parser import parse

IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0]
PRIMITIVES = {
    "BoxMesh", "SphereMesh", "CylinderMesh", "CapsuleMesh", "PlaneMesh", "QuadMesh", "PrismMesh", "TorusMesh", "ArrayMesh",
}
CSG = {"CSGBox3D", "CSGSphere3D", "CSGCylinder3D", "CSGTorus3D", "CSGPolygon3D", "CSGMesh3D"}
LIGHTS = {"DirectionalLight3D": "directional", "OmniLight3D": "point", "SpotLight3D": "spot"}
OTHER_SPATIAL = {
    "", "Decal", "FogVolume", "GridMap", "LightmapGI", "LightmapProbe", "ReflectionProbe", "RootMotionView", "VoxelGI", "Spatial",
}


def multiply(a, b):
    rows = [[a[0], a[1], a[2], a[9]], [a[3], a[4], a[5], a[10]], [a[6], a[7], a[8], a[11]]]
    columns = [[b[0], b[3], b[6], 0], [b[1], b[4], b[7], 0], [b[2], b[5], b[8], 0], [b[9], b[10], b[11], 1]]
    product = [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in rows]
    return [product[r][c] for r in range(3) for c in range(3)] + [product[r][3] for r in range(3)]


def readable(text):
    """What godot_parser does not know of Godot 4: names and paths with a sign, typed collections, empty constructors."""
    text = re.sub(r'(?<=[\s\[{,(=:])[&^]"', '"', text)
    text = re.sub(r"\b(Array|Dictionary)\[[^\]]*\]\(", r"\1(", text)
    return re.sub(r"\b(Packed\w+|Array|Dictionary)\(\s*\)", "null", text)


class World:
    def __init__(self, root):
        self.root = root
        self.texts = {}

    def file(self, path):
        return os.path.join(self.root, path[len("res://"):])

    def there(self, path):
        return path.startswith("res://") and os.path.isfile(self.file(path))

    def text(self, path):
        if path not in self.texts:
            with open(self.file(path), encoding="utf-8") as file:
                self.texts[path] = parse(readable(file.read()))
        return self.texts[path]


class Node:
    def __init__(self, kind, parent, transform=IDENTITY):
        self.kind = kind
        self.parent = parent
        self.transform = transform
        self.values = {}
        self.gltf_mesh = False


class Text:
    """A file and what its ids stand for."""

    def __init__(self, world, path):
        self.world = world
        self.path = path
        sections = world.text(path).get_sections()
        self.nodes = [s for s in sections if s.header.name == "node"]
        self.main = next((s for s in sections if s.header.name == "resource"), None)
        self.kind = sections[0].header.attributes.get("type")
        self.files = {str(s.header.attributes["id"]): s.header.attributes["path"] for s in sections if s.header.name == "ext_resource"}
        self.own = {str(s.header.attributes["id"]): s for s in sections if s.header.name == "sub_resource"}

    def path_of(self, reference):
        path = self.files[str(reference.args[0])]
        return path if "://" in path else os.path.dirname(self.path) + "/" + path

    def resource(self, reference):
        """Class and values of a resource, or nothing when it is missing or binary."""
        kind = type(reference).__name__
        if kind == "SubResource":
            section = self.own[str(reference.args[0])]
            return section.header.attributes["type"], section.properties
        if kind != "ExtResource":
            return None
        path = self.path_of(reference)
        if not path.endswith(".tres") or not self.world.there(path):
            return None
        other = Text(self.world, path)
        return other.kind, other.main.properties


def place(values, usual):
    numbers = values.get("transform")
    if numbers is not None:
        return list(map(float, numbers[0].args))
    turn = values.get("rotation")
    move, size = values.get("position"), values.get("scale")
    if turn is None and move is None and size is None:
        return usual
    x, y, z = map(float, turn[0].args) if turn is not None else (0, 0, 0)
    about_y = [math.cos(y), 0, math.sin(y), 0, 1, 0, -math.sin(y), 0, math.cos(y), 0, 0, 0]
    about_x = [1, 0, 0, 0, math.cos(x), -math.sin(x), 0, math.sin(x), math.cos(x), 0, 0, 0]
    about_z = [math.cos(z), -math.sin(z), 0, math.sin(z), math.cos(z), 0, 0, 0, 1, 0, 0, 0]
    basis = multiply(multiply(about_y, about_x), about_z)
    sx, sy, sz = map(float, size[0].args) if size is not None else (1, 1, 1)
    scaled = multiply(basis, [sx, 0, 0, 0, sy, 0, 0, 0, sz, 0, 0, 0])
    return scaled[:9] + (list(map(float, move[0].args)) if move is not None else usual[9:])


def gltf_json(file):
    with open(file, "rb") as opened:
        content = opened.read()
    if content[:4] != b"glTF":
        return json.loads(content)
    length = struct.unpack("<I", content[12:16])[0]
    return json.loads(content[20:20 + length])


def gltf_place(node):
    if "matrix" in node:
        m = node["matrix"]
        return [m[0], m[4], m[8], m[1], m[5], m[9], m[2], m[6], m[10], m[12], m[13], m[14]]
    x, y, z, w = node.get("rotation", [0, 0, 0, 1])
    turn = [
        1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w),
        2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w),
        2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y), 0, 0, 0,
    ]
    sx, sy, sz = node.get("scale", [1, 1, 1])
    return multiply(turn, [sx, 0, 0, 0, sy, 0, 0, 0, sz, 0, 0, 0])[:9] + list(node.get("translation", [0, 0, 0]))


def free(nodes, path):
    """Godot numbers a name that is taken."""
    number, found = 2, path
    while found in nodes:
        found, number = f"{path}{number}", number + 1
    return found


def gltf_nodes(world, path):
    """Nodes by their path below the root, which has the path ''."""
    file = gltf_json(world.file(path))
    nodes = {"": Node("Node3D", None)}

    def grow(index, parent):
        written = file["nodes"][index]
        name = free(nodes, (parent + "/" if parent else "") + written.get("name", f"Node{index}").replace("/", "_"))
        nodes[name] = Node("MeshInstance3D" if "mesh" in written else "Node3D", parent, gltf_place(written))
        nodes[name].gltf_mesh = "mesh" in written
        for child in written.get("children", []):
            grow(child, name)

    for index in file["scenes"][file.get("scene", 0)].get("nodes", []):
        grow(index, "")
    return nodes


def plain(name):
    return re.sub(r'[.:@/"%\\_\s]', "", name)


def find(nodes, origins, parent, name):
    """The path of a child; below an instance of a glTF file also where Godot's import would have put it."""
    path = f"{parent}/{name}" if parent else name
    if path in nodes or parent not in origins:
        return path
    top = origins[parent]
    for other in sorted(nodes):
        inside = origins.get(other) == top and other != top
        if inside and nodes[other].kind != "Skeleton3D" and plain(other.rsplit("/", 1)[-1]) == plain(name):
            return other
    if name.startswith("Skeleton"):
        nodes[path] = Node("Skeleton3D", parent)
        origins[path] = top
    return path


def build(world, path):
    """All nodes of a scene by path, and for those from glTF files the path of their instance. Nothing when it is missing."""
    if not world.there(path):
        return None
    if path.endswith((".glb", ".gltf")):
        nodes = gltf_nodes(world, path)
        return nodes, {name: "" for name in nodes}
    text = Text(world, path)
    nodes, origins = {}, {}
    for section in text.nodes:
        add(world, text, section, nodes, origins)
    return nodes, origins


def add(world, text, section, nodes, origins):
    attributes = section.header.attributes
    name, parent = str(attributes["name"]), attributes.get("parent")
    instance, kind = attributes.get("instance"), attributes.get("type")
    if parent is None:
        path, above = "", None
    else:
        above = ""
        for part in [] if parent == "." else parent.split("/"):
            below = find(nodes, origins, above, part)
            nodes.setdefault(below, Node("", above))
            above = below
        path = find(nodes, origins, above, name)
        if instance is not None or kind is not None:
            path = free(nodes, (above + "/" if above else "") + name)
    if instance is not None:
        put(nodes, origins, path, above, build(world, text.path_of(instance)))
    elif kind is not None or path not in nodes:
        nodes[path] = Node(kind or "", above)
    for key, value in section.properties.items():
        nodes[path].values[key] = (value, text)


def put(nodes, origins, path, above, built):
    if built is None:
        nodes[path] = Node("", above)
        return
    inner, inner_origins = built

    def moved(below):
        return path if below == "" else (f"{path}/{below}" if path else below)

    for below, node in inner.items():
        node.parent = above if below == "" else moved(node.parent)
        nodes[moved(below)] = node
    for below, top in inner_origins.items():
        origins[moved(below)] = moved(top)


def spatial(kind):
    return kind in OTHER_SPATIAL or (kind.endswith("3D") and kind != "NavigationAgent3D")


def worlds(nodes):
    found = {}

    def at(path):
        if path not in found:
            node = nodes[path]
            own = place(node.values, node.transform)
            parent = node.parent
            alone = parent is None or not spatial(nodes[parent].kind) or truth(node, "top_level")
            found[path] = own if alone else multiply(at(parent), own)
        return found[path]

    for path, node in nodes.items():
        if spatial(node.kind):
            at(path)
    return found


def truth(node, name):
    value = node.values.get(name)
    return value is not None and value[0] is True


def shows(node):
    """What of a node can be seen: a mesh, a text, or nothing."""
    if node.kind == "Label3D":
        return "label"
    if node.kind in CSG and node.kind != "CSGMesh3D":
        operation = node.values.get("operation", (0, None))[0]
        along = node.kind == "CSGPolygon3D" and node.values.get("mode", (0, None))[0] == 2
        return "mesh" if operation == 0 and not along else None
    if "mesh" in node.values and node.kind in {"MeshInstance3D", "CSGMesh3D", ""}:
        reference, text = node.values["mesh"]
        found = text.resource(reference)
        if found and found[0] in PRIMITIVES:
            return "mesh" if found[0] != "ArrayMesh" or found[1].get("_surfaces") else None
        if found and found[0] == "TextMesh":
            return "label"
    return "mesh" if node.gltf_mesh else None


def report(world, path):
    nodes, _ = build(world, path)
    root = str(Text(world, path).nodes[0].header.attributes["name"])
    places = worlds(nodes)
    found = {"spatial": len(places), "meshes": [], "labels": [], "lights": []}
    for name, node in nodes.items():
        if name not in places:
            continue
        what = shows(node)
        title = name.rsplit("/", 1)[-1] or root
        if what == "mesh":
            found["meshes"].append({"name": title, "world": places[name]})
        if what == "label":
            found["labels"].append({"name": title, "world": places[name]})
        if node.kind in LIGHTS:
            found["lights"].append({"name": title, "type": LIGHTS[node.kind], "world": places[name]})
    return found


def main(root):
    world = World(root)
    reports = {}
    for folder, _, names in os.walk(root):
        for name in names:
            if not name.endswith(".tscn"):
                continue
            path = "res://" + os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")
            try:
                reports[path] = report(world, path)
            except Exception as error:  # What this reader cannot read is told, not judged.
                reports[path] = {"unread": f"{type(error).__name__}: {error}"[:300]}
    json.dump(reports, sys.stdout)


main(sys.argv[1])
