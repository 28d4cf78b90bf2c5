/**
 * The settings of an application: what can be set, what is allowed, and what the engine makes of
 * it.
 */
package dev.serval.quarkus.runtime.config;
