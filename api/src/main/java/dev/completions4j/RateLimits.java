package dev.completions4j;

/**
 * How much a server allows to the holder of a key.
 *
 * @param requests of any size
 * @param tokens of prompts and completions together
 */
public record RateLimits(RateLimit requests, RateLimit tokens) {}
