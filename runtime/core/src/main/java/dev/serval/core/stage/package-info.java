/** A replica: the stage's instance, what may be called on it and how its methods are executed. */
package dev.serval.core.stage;
