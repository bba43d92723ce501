// SPDX-License-Identifier: Apache-2.0
package library;

import dev.completions4j.Preview;

/** Replaces the method of the type in preview. */
@Preview
public interface Draft {
    void paint();
}
