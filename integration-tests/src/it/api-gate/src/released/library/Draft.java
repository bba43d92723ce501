package library;

import dev.completions4j.Preview;

/** A type in preview. */
@Preview
public interface Draft {
    void sketch();
}
