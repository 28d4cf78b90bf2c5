/** Reads the stages of an application at build time and generates what calls them. */
package dev.serval.quarkus.deployment;
