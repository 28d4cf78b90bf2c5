/** What a server says about itself at its Prometheus endpoint. */
package dev.serval.samples.load.metrics;
