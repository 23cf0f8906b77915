using System.Text;
using Bellwether.Data.Training;
using Bellwether.Numerics.Random;

namespace Bellwether.Learning.Tests.Laws;

/// <summary>Seeded texts.</summary>
internal static class Texts
{
    private static readonly string[] s_words = ["the", "dog", "cat", "runs", "sleeps", "don't", "3.14", "café", "東京", "привет", "😀", "👨‍👩‍👧", "e\u0301", "a", "ﬁn", "שלום", "مرحبا", "x_1", "!!", "naïve", "Straße", "İ"];

    /// <summary>What a text may hold in the wild: nothing, blanks, lone surrogates, marks without a letter, text from right to left, a very long word.</summary>
    public static string[] Strange { get; } =
    [
        "", " ", "\t\r\n\0", "\ud800", "a\udc00b", "\udc00\ud800", "\u0301\u0301\u0301", "שלום עולם", "مرحبا\u064B", "\u202Eabc\u202C", "👩🏽‍🚀👨‍👩‍👧‍👦🇩🇪🇩", "e\u0301\u0323e\u0323\u0301", "각각",
        new string('x', 5_000), string.Concat(Enumerable.Repeat("\ud83d", 50)), "\uFEFF\uFFFE\uFFFF", "ﷺ ㍿ ½ ①", "a\u200Db\u200Bc", "<>&\"'\\u0041 [UNK] [PAD]", new string('\u0300', 600),
    ];

    public static IEnumerable<string> Random(int count, Seed seed, bool basicPlane = false)
    {
        var (stream, words) = (seed.Stream(), s_words.Where(w => !basicPlane || !w.Any(char.IsSurrogate)).ToArray());
        for (var i = 0; i < count; i++)
        {
            var text = new StringBuilder();
            for (var length = stream.NextInt(12); length >= 0; length--)
                text.Append(words[stream.NextInt(words.Length)]).Append(stream.NextInt(10) switch { 0 => "  ", 1 => "\n", 2 => "", 3 => ", ", _ => " " });
            yield return text.ToString();
        }
    }

    /// <summary>The text with lone surrogates replaced, as UTF-8 would have it.</summary>
    public static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>Texts of three classes, told apart by words of their own.</summary>
    public static TextDataset Classes(int rows, Seed seed)
    {
        string[][] own = [["spam", "win", "prize", "cash"], ["ham", "lunch", "home", "later"], ["бронь", "отель", "билет", "рейс"]];
        var (stream, texts, labels) = (seed.Stream(), new string[rows], new int[rows]);
        for (var row = 0; row < rows; row++)
        {
            labels[row] = stream.NextInt(3);
            texts[row] = string.Join(' ', Enumerable.Range(0, 3 + stream.NextInt(8))
                .Select(_ => stream.NextInt(3) == 0 ? own[labels[row]][stream.NextInt(4)] : s_words[stream.NextInt(s_words.Length)]));
        }

        return new TextDataset(texts, labels, 3);
    }
}
