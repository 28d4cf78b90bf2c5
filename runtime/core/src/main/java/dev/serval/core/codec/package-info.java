/** How values travel between deployments: the codec SPI and its two implementations. */
package dev.serval.core.codec;
