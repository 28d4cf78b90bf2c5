/** What makes the pods of a deployment. */
package dev.serval.crds.v1alpha1.pod;
