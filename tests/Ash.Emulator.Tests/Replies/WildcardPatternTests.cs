using Ash.Emulation.Replies;

namespace Ash.Emulation.Tests.Replies;

public class WildcardPatternTests
{
    [Theory]
    [InlineData("*", "", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("abc", "ABC", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("a?c", "ac", false)]
    [InlineData("*b*", "a\nb\nc", true)]
    [InlineData("a*b*c", "aXbXbXc", true)]
    [InlineData("a*b*c", "aXcXb", false)]
    [InlineData("[a-c]x", "Bx", true)]
    [InlineData("[a-c]x", "dx", false)]
    [InlineData("[xyz]", "y", true)]
    [InlineData("[]]", "]", true)]
    [InlineData("[a-]", "-", true)]
    [InlineData("`*", "*", true)]
    [InlineData("`*", "a", false)]
    [InlineData("`[a]", "[a]", true)]
    [InlineData("[`]]", "]", true)]
    [InlineData("what is 2+2`?", "What is 2+2?", true)]
    [InlineData("what is 2+2`?", "What is 2+2!", false)]
    public void It_matches_as_in_PowerShell(string pattern, string text, bool expected) =>
        Assert.Equal(expected, new WildcardPattern(pattern).IsMatch(text));

    [Fact]
    public void A_set_without_end_is_no_pattern() => Assert.Throws<ArgumentException>(() => new WildcardPattern("a[b"));
}
