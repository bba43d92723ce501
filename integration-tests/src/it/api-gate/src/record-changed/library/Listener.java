package library;

/** An interface that users implement. */
public interface Listener {
    void onAnswer(Answer answer);

    default void onEnd() {}
}
