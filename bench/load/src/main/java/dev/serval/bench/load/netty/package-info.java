/** A bare Netty echo: the floor under every call that leaves a process. */
package dev.serval.bench.load.netty;
