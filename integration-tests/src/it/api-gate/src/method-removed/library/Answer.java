package library;

/** A result record. */
public record Answer(String text) {}
