/**
 * What a stage compiles against: the annotations that declare stages, the handles that call them
 * and the errors a call may end with. Depends on the JDK alone.
 */
package dev.serval.api;
