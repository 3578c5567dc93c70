"""TikTok Shop: the creative sheet of GMV Max campaigns, in the languages in which it was seen.

Every cell may be wrapped as ="...". A row is one video (or product card) for the whole period, and the sheet does not say
which days that is: they must be asked. Orders are conversions, gross revenue their value. A posting time is no day of a figure.
"""

from adcrm.channels.declare import Channel, Totals, count, currency, day, identifier, money, number, text

CHANNEL = Channel(
    key="tiktok_ads",
    layout="gmv_max",
    signatures=(("Biaya", "Pesanan SKU"), ("Pesanan SKU", "Pendapatan kotor"), ("Cost", "SKU orders"), ("SKU orders", "Gross revenue")),
    columns=(
        day("Tanggal", "Date", "By Day"),
        text("campaign", "Nama kampanye", "Campaign name"),
        identifier("campaign_id", "ID Campaign", "ID kampanye", "Campaign ID"),
        text("ad", "Judul video", "Video title"),
        identifier("ad_id", "ID video", "Video ID"),
        identifier("product", "ID produk", "Product ID"),
        text("category", "Jenis materi iklan", "Creative type"),
        text("publisher", "Akun TikTok", "TikTok account"),
        currency("Mata uang", "Currency"),
        count("impressions", "Impresi iklan produk", "Product ad impressions"),
        count("clicks", "Jumlah klik iklan produk", "Product ad clicks", within="impressions"),
        money("cost", "Biaya", "Cost"),
        number("conversions", "Pesanan SKU", "SKU orders"),
        money("conversion_value", "Pendapatan kotor", "Gross revenue"),
        text("", "Waktu posting", "Status", "Jenis otorisasi", "Biaya per pesanan", "ROI", "Tingkat klik iklan produk"),
        text("", "Rasio konversi iklan", "Rasio tayang video iklan 2 detik", "Rasio tayang video iklan 6 detik"),
        text("", "Rasio tayang video iklan 25%", "Rasio tayang video iklan 50%", "Rasio tayang video iklan 75%", "Rasio tayang video iklan 100%"),
        text("", "Time posted", "Authorization type", "Cost per order", "Product ad click rate", "Ad conversion rate"),
    ),
    totals=Totals(starts=("Total of ", "Total dari "), equals=("Total", "Total:", "Grand total")),
)
