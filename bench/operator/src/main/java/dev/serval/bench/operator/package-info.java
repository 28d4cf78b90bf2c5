/** What the operator takes for many applications: time, requests, processor and memory. */
package dev.serval.bench.operator;
