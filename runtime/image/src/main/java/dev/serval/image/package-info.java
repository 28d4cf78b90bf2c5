/**
 * Makes the container image of a built application. It needs no container engine, and no registry
 * when the base is an archive.
 */
package dev.serval.image;
