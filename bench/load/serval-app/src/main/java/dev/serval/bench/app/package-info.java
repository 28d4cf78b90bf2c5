/** The graphs of the benchmark as stages. */
package dev.serval.bench.app;
