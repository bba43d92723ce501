// SPDX-License-Identifier: Apache-2.0
package library;

import dev.completions4j.Preview;

/** A type in preview. */
@Preview
public interface Draft {
    void sketch();
}
