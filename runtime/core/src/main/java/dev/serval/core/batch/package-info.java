/** Collects concurrent calls of one replica and executes them together. */
package dev.serval.core.batch;
