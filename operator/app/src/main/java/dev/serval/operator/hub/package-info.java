/**
 * The hub: tells the replicas of applications where the others are and which settings they run
 * with, and hears their load. Every operator serves it, whether it leads or not. Decisions: {@code
 * docs/design/2026-11-26-hub.md}.
 */
package dev.serval.operator.hub;
