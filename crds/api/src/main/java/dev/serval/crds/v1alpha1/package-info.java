/**
 * The resource {@code ServeApplication}, version v1alpha1: records, one per object of the resource.
 * They are the one source of the schema, of the reference and of what the operator reads. Fields
 * are described by their annotations, which is what {@code kubectl explain} prints; a component is
 * {@code null} if its field is not set, a list or a map then is empty. Defaults are filled in by
 * the API server, not here.
 */
package dev.serval.crds.v1alpha1;
