import type { Animation } from '@gltf-transform/core';
import type { AnimationExtras } from '../../../shared/sceneExtras.ts';
import { number, path, text } from '../read.ts';
import { type Dictionary, kindOf } from '../text/value.ts';
import { nodeAt } from '../tree/find.ts';
import type { Resource } from '../tree/resources.ts';
import { type Property, placeOf, type SceneNode } from '../tree/sceneNode.ts';
import { accessor, type Building, valuesIn, valuesOf } from './building.ts';
import type { MadeNode } from './nodes.ts';
import { type Track, track } from './tracks.ts';

type Made = ReadonlyMap<SceneNode, MadeNode>;

/** Makes the animations of the AnimationPlayers of a scene, as far as they move, turn or scale nodes. */
export function animations(nodes: readonly SceneNode[], made: Made, building: Building): AnimationExtras[] {
  const players = nodes.filter(({ type }) => type === 'AnimationPlayer');
  const taken = new Set<string>();
  return players.flatMap((player) =>
    animationsOf(player, building).flatMap(([name, resource]) => {
      const animation = animated(player, resource, made, building);
      if (!animation) return [];
      const unique = taken.has(name) ? `${placeOf(player)}/${name}` : name;
      taken.add(unique);
      animation.setName(unique);
      const loop = number(valuesIn(resource), 'loop_mode', 0) !== 0;
      return [{ name: unique, loop, autoplay: text(valuesOf(player), 'autoplay') === name }];
    }),
  );
}

/** The animations of a player by the names that it plays them by: `library/name`, or `name` in the library without one. */
function animationsOf(player: SceneNode, building: Building): (readonly [string, Resource])[] {
  return libraries(player).flatMap(([library, property]) => {
    const found = building.resources.resource(property);
    const data = found && building.resources.of(found, '_data');
    return entriesOf(data).flatMap(([name, animation]) => {
      const resource = building.resources.resource(animation);
      return resource ? [[library ? `${library}/${name}` : name, resource] as const] : [];
    });
  });
}

const libraryProperty = /^libraries\/(.*)$/;

/** One dictionary, or a property for each, as newer versions write them. */
function libraries({ properties }: SceneNode): (readonly [string, Property])[] {
  const single = [...properties].flatMap(([name, property]) => {
    const found = libraryProperty.exec(name)?.[1];
    return found === undefined ? [] : [[found, property] as const];
  });
  return [...entriesOf(properties.get('libraries')), ...single];
}

function entriesOf(property: Property | undefined): (readonly [string, Property])[] {
  if (!property || kindOf(property.value) !== 'dictionary') return [];
  const { scope } = property;
  return [...(property.value as Dictionary).entries].map(
    ([name, value]) => [name, { value, scope }] as const,
  );
}

const trackType = /^tracks\/(\d+)\/type$/;

function animated(
  player: SceneNode,
  resource: Resource,
  made: Made,
  building: Building,
): Animation | undefined {
  const root = nodeAt(player, path(valuesOf(player), 'root_node', '..'));
  const animation = building.document.createAnimation();
  for (const name of resource.properties.keys()) {
    const n = trackType.exec(name)?.[1];
    if (n === undefined) continue;
    const found = track(valuesIn(resource), Number(n));
    const target = found && root && nodeAt(root, found.path);
    const node = target && made.get(target)?.outer;
    if (found && node) addTrack(animation, found, node, building);
    else building.warnings.add('A track of an animation is left out that moves no node', resource.key);
  }
  if (animation.listChannels().length > 0) return animation;
  animation.dispose();
  return undefined;
}

function addTrack(animation: Animation, found: Track, node: MadeNode['outer'], building: Building): void {
  const { document } = building;
  const sampler = document
    .createAnimationSampler()
    .setInput(accessor(building, 'SCALAR', new Float32Array(found.times)))
    .setOutput(
      accessor(building, found.part === 'rotation' ? 'VEC4' : 'VEC3', new Float32Array(found.values)),
    )
    .setInterpolation(found.stepped ? 'STEP' : 'LINEAR');
  const channel = document.createAnimationChannel();
  animation.addSampler(sampler);
  animation.addChannel(channel.setTargetNode(node).setTargetPath(found.part).setSampler(sampler));
}
