namespace Ash.Tests;

public class CsvTextTests
{
    public static TheoryData<string, string[]> Texts { get; } = new()
    {
        { "", [] },
        { "a,b", ["1:a|b"] },
        { "a,b\n", ["1:a|b"] },
        { "a\r\nb\nc\rd", ["1:a", "2:b", "3:c", "4:d"] },
        { "a\n\n\nb", ["1:a", "4:b"] },
        { ",\n", ["1:|"] },
        { "\"a,\nb\",\"c\"\"d\"\n\"\"", ["1:a,\nb|c\"d"] },
        { "\"\",x", ["1:|x"] },
        { "\"a\" b,c", ["1:a b|c"] },
        { "a\"b\",c", ["1:a\"b\"|c"] },
        { " a , b ", ["1: a | b "] },
        { "a,", ["1:a|"] },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public void Rows_are_read_with_their_numbers(string text, string[] rows) =>
        Assert.Equal(rows, CsvText.Read(text, ',').Select(static row => $"{row.Number}:{string.Join('|', row.Cells)}"));

    [Theory]
    [InlineData("\"a", 1)]
    [InlineData("a\n\"b\n\nc", 2)]
    public void An_open_quote_is_an_error_of_its_row(string text, int row)
    {
        FormatException e = Assert.Throws<FormatException>(() => CsvText.Read(text, ','));
        Assert.StartsWith($"Row {row}: ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void What_is_written_is_read_back(char delimiter)
    {
        string[][] rows = [["a", "b;c", "d,e", "\t"], [" f ", "\"g\"", "h\r\ni", "j\rk\n"], ["", "", "", "l"]];

        Assert.Equal(rows, CsvText.Read(CsvText.Write(rows, delimiter), delimiter).Select(static row => row.Cells.ToArray()));
    }

    [Fact]
    public void Quotes_are_written_only_where_they_are_needed() =>
        Assert.Equal($"a b,c;d,\"e,f\",\"\"\"\"{Environment.NewLine}", CsvText.Write([["a b", "c;d", "e,f", "\""]], ','));
}
