/** What users, the operator and tools share about Serval's resources, whatever their version. */
package dev.serval.crds;
