/** A scene for tests: a floor, a platform half a metre high four metres ahead, a wall behind, a sign, a sky, a place to begin. */
export const stageScene = `[gd_scene format=3]

[sub_resource type="BoxShape3D" id="floor_shape"]
size = Vector3(20, 0.2, 20)

[sub_resource type="BoxShape3D" id="platform_shape"]
size = Vector3(3, 0.5, 3)

[sub_resource type="StandardMaterial3D" id="green"]
albedo_color = Color(0.3, 0.55, 0.35, 1)

[sub_resource type="StandardMaterial3D" id="orange"]
albedo_color = Color(0.85, 0.5, 0.25, 1)

[sub_resource type="BoxMesh" id="floor_mesh"]
material = SubResource("green")
size = Vector3(20, 0.2, 20)

[sub_resource type="BoxMesh" id="platform_mesh"]
material = SubResource("orange")
size = Vector3(3, 0.5, 3)

[sub_resource type="ProceduralSkyMaterial" id="sky_material"]

[sub_resource type="Sky" id="sky"]
sky_material = SubResource("sky_material")

[sub_resource type="Environment" id="environment"]
background_mode = 2
sky = SubResource("sky")

[node name="Stage" type="Node3D"]

[node name="Sky" type="WorldEnvironment" parent="."]
environment = SubResource("environment")

[node name="Sun" type="DirectionalLight3D" parent="."]
transform = Transform3D(1, 0, 0, 0, 0.7071, 0.7071, 0, -0.7071, 0.7071, 0, 6, 4)

[node name="Floor" type="StaticBody3D" parent="."]
transform = Transform3D(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, -0.1, 0)

[node name="Shape" type="CollisionShape3D" parent="Floor"]
shape = SubResource("floor_shape")

[node name="Mesh" type="MeshInstance3D" parent="Floor"]
mesh = SubResource("floor_mesh")

[node name="Platform" type="StaticBody3D" parent="."]
transform = Transform3D(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0.25, -4)

[node name="Shape" type="CollisionShape3D" parent="Platform"]
shape = SubResource("platform_shape")

[node name="Mesh" type="MeshInstance3D" parent="Platform"]
mesh = SubResource("platform_mesh")

[node name="Sign" type="Label3D" parent="."]
transform = Transform3D(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1.8, -4)
pixel_size = 0.01
text = "The stage"

[node name="Begin" type="Marker3D" parent="." groups=["spawn"]]
transform = Transform3D(1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 1)
`;
