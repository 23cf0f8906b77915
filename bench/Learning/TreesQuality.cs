namespace Bellwether.Bench.Learning;
public static class TreesQuality
{
    public static int Run(string[] args) => args.Length;
}
