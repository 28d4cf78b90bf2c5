/** Serval's engine without HTTP in front: a replica that echoes and a caller that measures. */
package dev.serval.bench.load.handle;
