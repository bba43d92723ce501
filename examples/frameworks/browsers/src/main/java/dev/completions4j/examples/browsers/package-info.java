// SPDX-License-Identifier: Apache-2.0
/** What the tests of the examples share: browsers, and the fake model behind the servers. */
package dev.completions4j.examples.browsers;
