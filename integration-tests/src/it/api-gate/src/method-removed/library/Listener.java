package library;

/** Removes a method. */
public interface Listener {
    void onAnswer(Answer answer);
}
