namespace Bellwether.Data.Text;

/// <summary>The steps of Porter2, numbered as in its description. In every step the longest suffix that fits decides, even if its condition then fails.</summary>
internal static class Porter2Steps
{
    public static void Run(ref Porter2Word word)
    {
        Step0(ref word);
        Step1A(ref word);
        if (Porter2Exceptions.IsFinal(word.Text))
            return;
        Step1B(ref word);
        Step1C(ref word);
        Step2(ref word);
        Step3(ref word);
        Step4(ref word);
        Step5(ref word);
    }

    private static void Step0(ref Porter2Word word)
    {
        if (word.Ends("'s'"))
            word.Length -= 3;
        else if (word.Ends("'s"))
            word.Length -= 2;
        else if (word.Ends("'"))
            word.Length--;
    }

    private static void Step1A(ref Porter2Word word)
    {
        if (word.Ends("sses"))
            word.Length -= 2;
        else if (word.Ends("ied") || word.Ends("ies"))
            word.Length -= word.Length > 4 ? 2 : 1;
        else if (word.Ends("s") && !word.Ends("us") && !word.Ends("ss") && word.HasVowelBefore(word.Length - 2))
            word.Length--;
    }

    private static void Step1B(ref Porter2Word word)
    {
        var eed = word.Ends("eedly") ? 5 : word.Ends("eed") ? 3 : 0;
        if (eed > 0)
        {
            if (word.Length - eed >= word.R1)
                word.Length -= eed - 2;
            return;
        }

        var suffix = word.Ends("ingly") ? 5 : word.Ends("edly") ? 4 : word.Ends("ing") ? 3 : word.Ends("ed") ? 2 : 0;
        if (suffix == 0 || !word.HasVowelBefore(word.Length - suffix))
            return;
        word.Length -= suffix;
        if (word.Ends("at") || word.Ends("bl") || word.Ends("iz"))
            word.Replace(0, "e");
        else if (word.Length >= 2 && word.Text[^1] == word.Text[^2] && word.Text[^1] is 'b' or 'd' or 'f' or 'g' or 'm' or 'n' or 'p' or 'r' or 't')
            word.Length--;
        else if (word.Length == word.R1 && word.IsShortBefore(word.Length))
            word.Replace(0, "e");
    }

    private static void Step1C(ref Porter2Word word)
    {
        if (word.Length > 2 && word.Text[^1] is 'y' or 'Y' && !Porter2Word.IsVowel(word.Text[^2]))
            word.Replace(1, "i");
    }

    private static void Step2(ref Porter2Word word)
    {
        var (length, ending) = word.Text switch
        {
            [.., 'i', 'z', 'a', 't', 'i', 'o', 'n'] => (7, "ize"),
            [.., 'a', 't', 'i', 'o', 'n', 'a', 'l'] => (7, "ate"),
            [.., 'f', 'u', 'l', 'n', 'e', 's', 's'] => (7, "ful"),
            [.., 'o', 'u', 's', 'n', 'e', 's', 's'] => (7, "ous"),
            [.., 'i', 'v', 'e', 'n', 'e', 's', 's'] => (7, "ive"),
            [.., 't', 'i', 'o', 'n', 'a', 'l'] => (6, "tion"),
            [.., 'b', 'i', 'l', 'i', 't', 'i'] => (6, "ble"),
            [.., 'l', 'e', 's', 's', 'l', 'i'] => (6, "less"),
            [.., 'e', 'n', 't', 'l', 'i'] => (5, "ent"),
            [.., 'a', 't', 'i', 'o', 'n'] => (5, "ate"),
            [.., 'a', 'l', 'i', 's', 'm'] => (5, "al"),
            [.., 'a', 'l', 'i', 't', 'i'] => (5, "al"),
            [.., 'o', 'u', 's', 'l', 'i'] => (5, "ous"),
            [.., 'i', 'v', 'i', 't', 'i'] => (5, "ive"),
            [.., 'f', 'u', 'l', 'l', 'i'] => (5, "ful"),
            [.., 'e', 'n', 'c', 'i'] => (4, "ence"),
            [.., 'a', 'n', 'c', 'i'] => (4, "ance"),
            [.., 'a', 'b', 'l', 'i'] => (4, "able"),
            [.., 'i', 'z', 'e', 'r'] => (4, "ize"),
            [.., 'a', 't', 'o', 'r'] => (4, "ate"),
            [.., 'a', 'l', 'l', 'i'] => (4, "al"),
            [.., 'b', 'l', 'i'] => (3, "ble"),
            [.., 'o', 'g', 'i'] => (3, "og"),
            [.., 'l', 'i'] => (2, ""),
            _ => (0, ""),
        };
        if (length == 0 || word.Length - length < word.R1)
            return;
        var before = word.Length > length ? word.Text[^(length + 1)] : ' ';
        if ((length == 3 && ending == "og" && before != 'l') || (length == 2 && !IsBeforeLi(before)))
            return;
        word.Replace(length, ending);
    }

    private static bool IsBeforeLi(char c) => c is 'c' or 'd' or 'e' or 'g' or 'h' or 'k' or 'm' or 'n' or 'r' or 't';

    private static void Step3(ref Porter2Word word)
    {
        var (length, ending) = word.Text switch
        {
            [.., 'a', 't', 'i', 'o', 'n', 'a', 'l'] => (7, "ate"),
            [.., 't', 'i', 'o', 'n', 'a', 'l'] => (6, "tion"),
            [.., 'a', 'l', 'i', 'z', 'e'] => (5, "al"),
            [.., 'i', 'c', 'a', 't', 'e'] => (5, "ic"),
            [.., 'i', 'c', 'i', 't', 'i'] => (5, "ic"),
            [.., 'a', 't', 'i', 'v', 'e'] => (5, ""),
            [.., 'i', 'c', 'a', 'l'] => (4, "ic"),
            [.., 'n', 'e', 's', 's'] => (4, ""),
            [.., 'f', 'u', 'l'] => (3, ""),
            _ => (0, ""),
        };
        if (length == 0 || word.Length - length < (length == 5 && ending.Length == 0 ? word.R2 : word.R1))
            return;
        word.Replace(length, ending);
    }

    private static void Step4(ref Porter2Word word)
    {
        var length = word.Text switch
        {
            [.., 'e', 'm', 'e', 'n', 't'] => 5,
            [.., 'a', 'n', 'c', 'e'] or [.., 'e', 'n', 'c', 'e'] or [.., 'a', 'b', 'l', 'e'] or [.., 'i', 'b', 'l', 'e'] or [.., 'm', 'e', 'n', 't'] => 4,
            [.., 'a', 'n', 't'] or [.., 'e', 'n', 't'] or [.., 'i', 's', 'm'] or [.., 'a', 't', 'e'] or [.., 'i', 't', 'i'] or [.., 'o', 'u', 's'] or [.., 'i', 'v', 'e']
                or [.., 'i', 'z', 'e'] => 3,
            [.., 's' or 't', 'i', 'o', 'n'] => 3,
            [.., 'a', 'l'] or [.., 'e', 'r'] or [.., 'i', 'c'] => 2,
            _ => 0,
        };
        if (length > 0 && word.Length - length >= word.R2)
            word.Length -= length;
    }

    private static void Step5(ref Porter2Word word)
    {
        var last = word.Length - 1;
        if (last < 1)
            return;
        if (word.Text[last] == 'e' && (last >= word.R2 || (last >= word.R1 && !word.IsShortBefore(last))))
            word.Length--;
        else if (word.Text[last] == 'l' && last >= word.R2 && word.Text[last - 1] == 'l')
            word.Length--;
    }
}
