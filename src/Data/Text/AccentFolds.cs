namespace Bellwether.Data.Text;

/// <summary>What a letter becomes without its accents.</summary>
internal static class AccentFolds
{
    private const int First = 0x80, End = 0x2000;

    /// <summary>Each row: the bare letter, then the letters that become it. The rows are Unicode's canonical decompositions without their marks, and the
    /// barred letters of Lucene's ASCII folding.</summary>
    private static readonly string[] s_rows =
    [
        "AÀÁÂÃÄÅĀĂĄǍǞǠǺȀȂȦḀẠẢẤẦẨẪẬẮẰẲẴẶ",
        "BḂḄḆ",
        "CÇĆĈĊČḈ",
        "DĎḊḌḎḐḒĐÐ",
        "EÈÉÊËĒĔĖĘĚȄȆȨḔḖḘḚḜẸẺẼẾỀỂỄỆ",
        "FḞ",
        "GĜĞĠĢǦǴḠ",
        "HĤȞḢḤḦḨḪĦ",
        "IÌÍÎÏĨĪĬĮİǏȈȊḬḮỈỊ",
        "JĴ",
        "KĶǨḰḲḴ",
        "LĹĻĽḶḸḺḼŁ",
        "MḾṀṂ",
        "NÑŃŅŇǸṄṆṈṊŊ",
        "OÒÓÔÕÖŌŎŐƠǑǪǬȌȎȪȬȮȰṌṎṐṒỌỎỐỒỔỖỘỚỜỞỠỢØǾ",
        "PṔṖ",
        "RŔŖŘȐȒṘṚṜṞ",
        "SŚŜŞŠȘṠṢṤṦṨ",
        "TŢŤȚṪṬṮṰŦ",
        "UÙÚÛÜŨŪŬŮŰŲƯǓǕǗǙǛȔȖṲṴṶṸṺỤỦỨỪỬỮỰ",
        "VṼṾ",
        "WŴẀẂẄẆẈ",
        "XẊẌ",
        "YÝŶŸȲẎỲỴỶỸ",
        "ZŹŻŽẐẒẔ",
        "aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ",
        "bḃḅḇ",
        "cçćĉċčḉ",
        "dďḋḍḏḑḓđð",
        "eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ",
        "fḟƒ",
        "gĝğġģǧǵḡ",
        "hĥȟḣḥḧḩḫẖħ",
        "iìíîïĩīĭįǐȉȋḭḯỉịı",
        "jĵǰ",
        "kķǩḱḳḵ",
        "lĺļľḷḹḻḽł",
        "mḿṁṃ",
        "nñńņňǹṅṇṉṋŋ",
        "oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợøǿ",
        "pṕṗ",
        "rŕŗřȑȓṙṛṝṟ",
        "sśŝşšșṡṣṥṧṩſẛ",
        "tţťțṫṭṯṱẗŧ",
        "uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự",
        "vṽṿ",
        "wŵẁẃẅẇẉẘ",
        "xẋẍ",
        "yýÿŷȳẏẙỳỵỷỹ",
        "zźżžẑẓẕ",
        "ΑΆἈἉἊἋἌἍἎἏᾈᾉᾊᾋᾌᾍᾎᾏᾸᾹᾺΆᾼ",
        "ΕΈἘἙἚἛἜἝῈΈ",
        "ΗΉἨἩἪἫἬἭἮἯᾘᾙᾚᾛᾜᾝᾞᾟῊΉῌ",
        "ΙΊΪἸἹἺἻἼἽἾἿῘῙῚΊ",
        "ΟΌὈὉὊὋὌὍῸΌ",
        "ΡῬ",
        "ΥΎΫὙὛὝὟῨῩῪΎ",
        "ΩΏὨὩὪὫὬὭὮὯᾨᾩᾪᾫᾬᾭᾮᾯῺΏῼ",
        "αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ",
        "εέἐἑἒἓἔἕὲέ",
        "ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ",
        "ιΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ",
        "οόὀὁὂὃὄὅὸό",
        "ρῤῥ",
        "σς",
        "υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ",
        "ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ",
        "ϒϓϔ",
    ];

    private static readonly char[] s_single = Table();

    /// <summary>Writes what the code unit becomes, at most three letters; returns how many.</summary>
    public static int Write(char c, Span<char> to)
    {
        if (c < End)
        {
            var single = s_single[c - First];
            if (single != 0)
            {
                to[0] = single;
                return 1;
            }
        }

        if (IsDropped(c))
            return 0;
        var several = c switch
        {
            'ß' or 'ẞ' => "ss",
            'æ' or 'ǽ' or 'ǣ' => "ae",
            'Æ' or 'Ǽ' or 'Ǣ' => "AE",
            'œ' => "oe",
            'Œ' => "OE",
            'þ' => "th",
            'Þ' => "TH",
            'ĳ' => "ij",
            'Ĳ' => "IJ",
            '\uFB00' => "ff",
            '\uFB01' => "fi",
            '\uFB02' => "fl",
            '\uFB03' => "ffi",
            '\uFB04' => "ffl",
            '\uFB05' or '\uFB06' => "st",
            '\u2018' or '\u2019' or '\u201B' or '\uFF07' => "'",
            _ => "",
        };
        if (several.Length > 0)
        {
            several.CopyTo(to);
            return several.Length;
        }

        to[0] = c is >= '\uFF01' and <= '\uFF5E' ? (char)(c - 0xFEE0) : c;
        return 1;
    }

    /// <summary>Marks that a reader may leave out: combining accents, Hebrew points, Arabic vowel signs, joiners, soft hyphens.</summary>
    private static bool IsDropped(char c) => c is (>= '\u0300' and <= '\u036F') or '\u00AD' or (>= '\u0591' and <= '\u05BD') or '\u05BF' or '\u05C1' or '\u05C2'
        or '\u05C4' or '\u05C5' or '\u05C7' or (>= '\u0610' and <= '\u061A') or '\u0640' or (>= '\u064B' and <= '\u065F') or '\u0670' or (>= '\u1AB0' and <= '\u1AFF')
        or (>= '\u1DC0' and <= '\u1DFF') or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u2064') or (>= '\u2066' and <= '\u2069')
        or (>= '\u20D0' and <= '\u20FF') or (>= '\uFE20' and <= '\uFE2F') or (>= '\uFE00' and <= '\uFE0F') or '\uFEFF';

    private static char[] Table()
    {
        var table = new char[End - First];
        foreach (var row in s_rows)
            foreach (var c in row.AsSpan(1))
                table[c - First] = row[0];
        return table;
    }
}
