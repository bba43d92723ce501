package dev.completions4j;

/** Marks API that may change in any release. */
public @interface Preview {}
