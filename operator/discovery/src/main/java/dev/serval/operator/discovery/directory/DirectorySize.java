package dev.serval.operator.discovery.directory;

/**
 * How much a directory holds.
 *
 * @param applications of which anything is known
 * @param endpoints of all of them
 * @param logged entries of their logs
 */
public record DirectorySize(int applications, int endpoints, int logged) {}
