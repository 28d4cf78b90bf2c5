/** Makes the resource definition and its reference from the records, while Serval is built. */
package dev.serval.crds.generator;
