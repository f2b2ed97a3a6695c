const { SQRT1_2, abs, min, max, round, sqrt } = Math;
const steps = 511;
const mask = 0x3ff;
const scratch = new Float64Array(4);

/**
 * A unit quaternion in 32 bits: which component is largest (2 bits), and the other three in 10 bits each. A rotation comes back
 * within 0.3 degrees. The method is known as "smallest three": the largest follows from the length, and the others lie in ±√½.
 */
export function packQuaternion(numbers: Float32Array, start: number): number {
  let largest = 0;
  for (let n = 1; n < 4; n++)
    if (magnitude(numbers, start + n) > magnitude(numbers, start + largest)) largest = n;
  // A quaternion and its negative are the same rotation, so the largest may always be positive.
  const sign = (numbers[start + largest] ?? 0) < 0 ? -1 : 1;
  let packed = largest;
  for (let n = 0; n < 4; n++) {
    if (n === largest) continue;
    const share = (sign * (numbers[start + n] ?? 0)) / SQRT1_2;
    packed = packed * 1024 + (round(max(-1, min(1, share)) * steps) + steps);
  }
  return packed;
}

/** Writes the unit quaternion of such 32 bits to four numbers from `start`. */
export function unpackQuaternion(packed: number, numbers: Float32Array, start: number): void {
  const largest = packed >>> 30;
  let rest = 1;
  let shift = 20;
  for (let n = 0; n < 4; n++) {
    if (n === largest) continue;
    const component = ((((packed >>> shift) & mask) - steps) / steps) * SQRT1_2;
    scratch[n] = component;
    rest -= component * component;
    shift -= 10;
  }
  scratch[largest] = sqrt(max(0, rest));
  numbers.set(scratch, start);
}

const magnitude = (numbers: Float32Array, index: number) => abs(numbers[index] ?? 0);
