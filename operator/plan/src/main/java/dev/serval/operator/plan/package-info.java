/**
 * From an application and what is observed of it to the Kubernetes objects that serve it. Pure: no
 * client, no clock, no files.
 *
 * <p>An application is resolved first ({@code resolve}: names, defaults, replicas), then rendered
 * ({@code topology}: what the pods read; {@code pod}: the pod template and its revision; {@code
 * object}: one class for each kind of object).
 */
package dev.serval.operator.plan;
