/**
 * The wire protocol between deployments: frame layouts, limits and error codes. Everything here is
 * framing alone; connections, routing and execution live in the engine. The document of the
 * protocol is {@code docs/design/wire-protocol.md}.
 */
package dev.serval.protocol.wire;
