/** JMH benchmarks of the engine's parts: what each costs in time and in bytes allocated. */
package dev.serval.bench.micro;
