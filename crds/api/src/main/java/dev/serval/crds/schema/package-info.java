/**
 * What the records of the resources say about themselves beside what the annotations of Fabric8
 * can: classes of change, keys of lists, bounds of durations. The build makes the schema of it.
 */
package dev.serval.crds.schema;
