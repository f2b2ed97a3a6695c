declare const SPACETIME_RELEASE_BUILD: boolean | undefined;

/** True in the bundle that goes into an image, false when the sources run as they are. */
export const releaseBuild = typeof SPACETIME_RELEASE_BUILD !== 'undefined' && SPACETIME_RELEASE_BUILD;
