/** What the operator says of an application. */
package dev.serval.crds.v1alpha1.status;
