/**
 * What user code holds of another deployment: the base of generated clients and the dynamic form.
 */
package dev.serval.core.handle;
