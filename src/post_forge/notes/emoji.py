"""Emoji in text: finding them, and the short names that stand for the commonest (`:tada:`)."""

from __future__ import annotations

import re

from post_forge.notes.words import pairs

_SKIN = "[\U0001f3fb-\U0001f3ff]"
_PICTURE = (
    "[\U0001f000-\U0001f1e5\U0001f200-\U0001faff\u2600-\u266c\u2670-\u2712\u2714-\u2716\u271a-\u27bf\u2b05-\u2b07"
    "\u2b1b\u2b1c\u2b50\u2b55\u231a\u231b\u23cf\u23e9-\u23f3\u23f8-\u23fa\u25aa\u25ab\u25b6\u25c0\u25fb-\u25fe"
    "\u3030\u303d\u3297\u3299]"
)
_ONE = f"{_PICTURE}(?:\ufe0f|{_SKIN})*(?:[\U000e0020-\U000e007f]+)?"
KEYCAP = "[0-9#*]\ufe0f?\u20e3"
EMOJI = re.compile(
    f"[\U0001f1e6-\U0001f1ff]{{2}}|[\U0001f1e6-\U0001f1ff]|{KEYCAP}|{_ONE}(?:\u200d{_ONE})*\u200d?"
    "|[\u00a9\u00ae\u203c-\u3299]\ufe0f|[\ufe0f\u200d\U000e0020-\U000e007f]"
)

NAMED = pairs(
    """
    tada 🎉 rocket 🚀 fire 🔥 star ⭐ star2 🌟 sparkles ✨ warning ⚠️ bulb 💡 memo 📝 book 📖 books 📚 bookmark 🔖
    white_check_mark ✅ heavy_check_mark ✔️ x ❌ negative_squared_cross_mark ❎ question ❓ exclamation ❗
    bangbang ‼️ information_source ℹ️ construction 🚧 rotating_light 🚨 no_entry ⛔ no_entry_sign 🚫 lock 🔒
    unlock 🔓 key 🔑 bug 🐛 wrench 🔧 hammer 🔨 hammer_and_wrench 🛠️ gear ⚙️ package 📦 zap ⚡ boom 💥 cloud ☁️
    link 🔗 mag 🔍 eyes 👀 chart_with_upwards_trend 📈 chart_with_downwards_trend 📉 bar_chart 📊 calendar 📅
    clock1 🕐 hourglass ⌛ alarm_clock ⏰ stopwatch ⏱️ triangular_flag_on_post 🚩 checkered_flag 🏁 dart 🎯
    trophy 🏆 medal_sports 🏅 1st_place_medal 🥇 thumbsup 👍 +1 👍 thumbsdown 👎 -1 👎 clap 👏 wave 👋 muscle 💪
    pray 🙏 ok_hand 👌 raised_hands 🙌 point_right 👉 point_left 👈 point_up ☝️ point_down 👇 brain 🧠 heart ❤️
    smile 😄 smiley 😃 grin 😁 joy 😂 laughing 😆 wink 😉 blush 😊 thinking 🤔 sunglasses 😎 scream 😱 sob 😭 cry 😢
    sweat_smile 😅 man_shrugging 🤷‍♂️ shrug 🤷 facepalm 🤦 robot 🤖 computer 💻 iphone 📱 email 📧 envelope ✉️
    inbox_tray 📥 outbox_tray 📤 globe_with_meridians 🌐 earth_americas 🌎 satellite 📡 electric_plug 🔌
    battery 🔋 bell 🔔 loudspeaker 📢 mega 📣 speech_balloon 💬 clipboard 📋 pushpin 📌 paperclip 📎 scissors ✂️
    pencil ✏️ pencil2 ✏️ lollipop 🍭 coffee ☕ beer 🍺 pizza 🍕 cake 🍰 gift 🎁 moneybag 💰 money_with_wings 💸
    dollar 💵 snail 🐌 turtle 🐢 rabbit 🐰 whale 🐳 elephant 🐘 snake 🐍 crab 🦀 penguin 🐧 unicorn 🦄 seedling 🌱
    herb 🌿 evergreen_tree 🌲 sunny ☀️ snowflake ❄️ rainbow 🌈 skull 💀 ghost 👻 poop 💩 hankey 💩
    green_circle 🟢 red_circle 🔴 yellow_circle 🟡 large_blue_circle 🔵 black_circle ⚫ white_circle ⚪
    arrow_right ➡️ arrow_left ⬅️ arrow_up ⬆️ arrow_down ⬇️ heavy_plus_sign ➕ heavy_minus_sign ➖
    recycle ♻️ shield 🛡️
    """
)
